# Answers in chunks, events, an upload read as it comes, WebSockets. What wrk cannot load is loaded by bench/clients.
STREAMING_TITLE="Streaming and WebSocket"
STREAMING_ALIASES=(stream websocket)
STREAMING_RESULT="streaming_comparison.json"
STREAMING_ENDPOINTS=(
  "/stream/control:stream_control"
  "/stream/10kb:stream_10kb"
  "/stream/1mb:stream_1mb"
  "/stream/100:stream_100_chunks"
  "/stream/paced:first_byte"
  "/stream/upload:upload_stream:POST"
  "/stream/events:sse_64"
  "/ws/handshakes:ws_handshakes"
  "/ws/echo/1:ws_echo_1"
  "/ws/echo/64:ws_echo_64"
  "/ws/echo/512:ws_echo_512"
  "/ws/broadcast:ws_broadcast_64"
  "/ws/idle:ws_idle_512"
)
