"""REST framework's serializers of the validation group."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rest_framework import serializers
from shared import validation as shared


def positive(value: float) -> None:
    """`min_value` of the number fields allows the limit itself."""
    if value <= 0:
        raise serializers.ValidationError("Ensure this value is greater than 0.")


def define_models() -> SimpleNamespace:
    """The serializers, made afresh: at import and by /validate/compile."""

    class Person(serializers.Serializer):
        name = serializers.CharField(min_length=2, max_length=50)
        email = serializers.EmailField()
        age = serializers.IntegerField(min_value=18, max_value=120)
        active = serializers.BooleanField()

    # A CharField refuses an empty text unless allow_blank says otherwise: no min_length=1 is needed.
    class Tag(serializers.Serializer):
        label = serializers.CharField(max_length=20)

    class Article(serializers.Serializer):
        sku = serializers.RegexField(shared.SKU_PATTERN)
        title = serializers.CharField(min_length=3, max_length=120)
        price = serializers.FloatField(max_value=100_000, validators=[positive])
        quantity = serializers.IntegerField(min_value=1, max_value=1000)
        currency = serializers.RegexField(shared.CURRENCY_PATTERN)
        contact = serializers.EmailField()
        discount = serializers.FloatField(min_value=0, max_value=0.9, default=0.0)
        weight = serializers.FloatField(max_value=500, validators=[positive])
        rating = serializers.IntegerField(min_value=1, max_value=5, allow_null=True, default=None)
        country = serializers.RegexField(shared.COUNTRY_PATTERN)
        available = serializers.BooleanField()
        note = serializers.CharField(max_length=200, allow_blank=True, allow_null=True, default=None)
        tags = Tag(many=True, min_length=1, max_length=5)

    class Geo(serializers.Serializer):
        latitude = serializers.FloatField(min_value=-90, max_value=90)
        longitude = serializers.FloatField(min_value=-180, max_value=180)

    class Address(serializers.Serializer):
        street = serializers.CharField(max_length=100)
        postcode = serializers.RegexField(shared.POSTCODE_PATTERN)
        geo = Geo()

    class Customer(serializers.Serializer):
        name = serializers.CharField(min_length=2, max_length=50)
        email = serializers.EmailField()
        address = Address()

    class Order(serializers.Serializer):
        number = serializers.IntegerField(min_value=1)
        customer = Customer()

    class Item(serializers.Serializer):
        id = serializers.IntegerField(min_value=1)
        name = serializers.CharField(max_length=50)
        price = serializers.FloatField(validators=[positive])

    class Batch(serializers.Serializer):
        items = Item(many=True, min_length=1, max_length=1000)

    class Booking(serializers.Serializer):
        first_night = serializers.IntegerField(min_value=1, max_value=366)
        last_night = serializers.IntegerField(min_value=1, max_value=366)
        guests = serializers.IntegerField(min_value=1, max_value=40)
        rooms = serializers.IntegerField(min_value=1, max_value=10)
        password = serializers.CharField(min_length=8, max_length=64, trim_whitespace=False)
        password_again = serializers.CharField(min_length=8, max_length=64, trim_whitespace=False)

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            if attrs["last_night"] <= attrs["first_night"]:
                raise serializers.ValidationError({"last_night": "last_night must come after first_night"})
            if attrs["guests"] > attrs["rooms"] * shared.GUESTS_PER_ROOM:
                raise serializers.ValidationError({"guests": "guests do not fit into the rooms"})
            if attrs["password_again"] != attrs["password"]:
                raise serializers.ValidationError({"password_again": "password_again differs from password"})
            return attrs

    return SimpleNamespace(
        Person=Person, Tag=Tag, Article=Article, Geo=Geo, Address=Address,
        Customer=Customer, Order=Order, Item=Item, Batch=Batch, Booking=Booking,
    )  # fmt: skip
