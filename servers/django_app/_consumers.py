"""The consumers of the streaming group: what channels calls with a WebSocket's messages."""

from __future__ import annotations

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

GROUP = "everyone"


class EchoConsumer(AsyncWebsocketConsumer):
    """Sends back what comes."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(text_data=text_data, bytes_data=bytes_data)


class BroadcastConsumer(AsyncWebsocketConsumer):
    """Sends what comes to everyone who is connected."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.channel_layer.group_send(GROUP, {"type": "deliver", "text": text_data})

    async def deliver(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])
