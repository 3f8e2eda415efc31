"""Routing: typed path and query parameters, a table of a thousand routes, registration."""

from __future__ import annotations

from django import forms
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RegexPattern
from django.views.decorators.http import require_GET
from shared import routes

from django_app._answers import answer, invalid
from django_app._project import Project

FLAGS = [("true", "true"), ("false", "false")]
QUERY_DEFAULTS = {"page": 1, "limit": 10, "offset": 0, "rating": 3, "order": "asc"}


class Sort(TextChoices):
    NAME = "name"
    PRICE = "price"
    RATING = "rating"


class Order(TextChoices):
    ASC = "asc"
    DESC = "desc"


def is_true(flag: str) -> bool:
    return flag == "true"


class Query(forms.Form):
    page = forms.IntegerField(min_value=1)
    limit = forms.IntegerField(min_value=1, max_value=100)
    offset = forms.IntegerField(min_value=0)
    rating = forms.IntegerField(min_value=1, max_value=5)
    min_price = forms.FloatField(min_value=0)
    max_price = forms.FloatField(min_value=0, max_value=1_000_000)
    # BooleanField takes a missing flag for false, and anything but "false" and "0" for true.
    in_stock = forms.TypedChoiceField(choices=FLAGS, coerce=is_true)
    featured = forms.TypedChoiceField(choices=FLAGS, coerce=is_true)
    search = forms.CharField(min_length=2, max_length=40)
    category = forms.CharField(max_length=20)
    sort = forms.ChoiceField(choices=Sort.choices)
    order = forms.ChoiceField(choices=Order.choices)


@require_GET
def static_routing(request: HttpRequest) -> HttpResponse:
    return answer({"message": "Hello, static!"})


@require_GET
def simple_routing(request: HttpRequest, name: str) -> HttpResponse:
    return answer({"message": f"Hello, {name}!"})


@require_GET
def complex_routing(request: HttpRequest, user_id: int, post_id: int, comment_id: int) -> HttpResponse:
    return answer({"user_id": user_id, "post_id": post_id, "comment_id": comment_id})


@require_GET
def api_routing(request: HttpRequest, user_id: int, post_id: int, comment_id: int) -> HttpResponse:
    return answer({"user_id": user_id, "post_id": post_id, "comment_id": comment_id})


@require_GET
def query_routing(request: HttpRequest) -> HttpResponse:
    query = Query(QUERY_DEFAULTS | request.GET.dict())
    if not query.is_valid():
        return invalid(query)
    return answer(query.cleaned_data)


@require_GET
def registered_handler(request: HttpRequest, item_id: int) -> HttpResponse:
    return answer({"item_id": item_id})


@require_GET
def table_first(request: HttpRequest) -> HttpResponse:
    return answer({"route": "first"})


@require_GET
def table_last(request: HttpRequest) -> HttpResponse:
    return answer({"route": "last"})


@require_GET
def stress_routing(request: HttpRequest) -> HttpResponse:
    return answer({"route": "stress"})


@require_GET
def sibling(request: HttpRequest, route: str) -> HttpResponse:
    return answer({"route": route})


def register(project: Project) -> None:
    # In here, because a `register_…` of the module would be taken for an application of the group.
    @require_GET
    def register_routes(request: HttpRequest) -> HttpResponse:
        patterns = [path(f"{name}/<int:item_id>", registered_handler) for name in routes.REGISTERED]
        resolver = URLResolver(RegexPattern(r"^/"), patterns)
        # Reading the reverse table makes Django fill it, for which it compiles the expression of each route.
        return answer({"routes": len(resolver.reverse_dict.getlist(registered_handler))})

    project.urlpatterns += [
        path("routing/static", static_routing),
        path("simple/<name>", simple_routing),
        path("complex/<int:user_id>/posts/<int:post_id>/comments/<int:comment_id>", complex_routing),
        path("api/v1/users/<int:user_id>/posts/<int:post_id>/comments/<int:comment_id>", api_routing),
        path("routing/query", query_routing),
        path("routing/register", register_routes),
    ]


def register_large(project: Project) -> None:
    """An application of 1,001 routes: the table, and the stress route in its middle."""
    half = len(routes.TABLE) // 2
    project.urlpatterns += [
        path("routing/table/first", table_first),
        *siblings(routes.TABLE[1:half]),
        path("api/v1/performance/routing/stress", stress_routing),
        *siblings(routes.TABLE[half:-1]),
        path("routing/table/last", table_last),
    ]


def siblings(segments: list[str]) -> list[URLPattern]:
    return [path(f"routing/table/{segment}", sibling, {"route": segment}) for segment in segments]
