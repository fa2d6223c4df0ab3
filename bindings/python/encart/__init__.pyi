from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from types import TracebackType
from typing import Any, Literal, TypedDict

__version__: str
USUAL_PLUGINS: tuple[str, ...]

_Bytes = bytes | bytearray | memoryview
_Html = str | _Bytes
_Path = str | bytes | PathLike[str] | PathLike[bytes]
_Document = str | _Bytes | dict[str, Any]
_Json = str | bytes | dict[str, Any] | list[Any]
_Format = Literal["text", "html", "page", "json", "saved"]
_Profile = Literal["strict", "article", "embeds"]
_Repair = Literal["auto", "always"]
_Service = Callable[[dict[str, Any]], _Json | None]

class _Load(TypedDict, total=False):
    format: _Format | None
    lang: str | None
    url: str | None
    source: str | None
    site: str | None
    profile: _Profile | None
    paragraphs: bool | None
    accessible: bool | None
    heading_base: int | None
    max_bytes: int | None
    repair: _Repair | None
    body_begin: str | None
    body_end: str | None

class Error(Exception):
    code: str
    status: int
    message: str
    source: str
    path: str
    line: int
    column: int
    offset: int

class Article:
    @property
    def title(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    def json(self) -> dict[str, Any]: ...
    def json_text(self) -> str: ...
    def save(self) -> str: ...
    def render(
        self,
        *,
        format: Literal["fragment", "page"] | None = None,
        lang: str | None = None,
        site: str | None = None,
        now: str | None = None,
        answers: _Json | None = None,
        no_plugins: bool | None = None,
        report_timings: bool | None = None,
        explain: Literal["text", "html"] | None = None,
        overrides: _Json | None = None,
        channel: str | None = None,
    ) -> Result: ...

class Result:
    @property
    def html(self) -> str: ...
    @property
    def report(self) -> dict[str, Any]: ...
    @property
    def report_text(self) -> str: ...
    @property
    def css(self) -> str: ...
    @property
    def explain(self) -> str: ...
    @property
    def errors(self) -> tuple[BaseException, ...]: ...
    def slot(self, name: str) -> str: ...
    def __html__(self) -> str: ...

class Engine:
    def __init__(
        self,
        config: dict[str, Any] | _Path | None = None,
        *,
        plugin_paths: Iterable[_Path] | None = None,
        plugins: Iterable[_Path] | None = None,
        collection: Collection | _Path | None = None,
        services: Mapping[str, _Service] | None = None,
    ) -> None: ...
    def load(
        self,
        document: _Document,
        *,
        format: _Format | None = None,
        lang: str | None = None,
        url: str | None = None,
        source: str | None = None,
        site: str | None = None,
        profile: _Profile | None = None,
        paragraphs: bool | None = None,
        accessible: bool | None = None,
        heading_base: int | None = None,
        max_bytes: int | None = None,
        repair: _Repair | None = None,
        body_begin: str | None = None,
        body_end: str | None = None,
    ) -> Article: ...
    def render(
        self,
        what: Article | _Document,
        *,
        load: _Load | None = None,
        format: Literal["fragment", "page"] | None = None,
        lang: str | None = None,
        site: str | None = None,
        now: str | None = None,
        answers: _Json | None = None,
        no_plugins: bool | None = None,
        report_timings: bool | None = None,
        explain: Literal["text", "html"] | None = None,
        overrides: _Json | None = None,
        channel: str | None = None,
    ) -> Result: ...
    def plan(
        self,
        what: Article | _Document,
        *,
        load: _Load | None = None,
        format: Literal["fragment", "page"] | None = None,
        lang: str | None = None,
        site: str | None = None,
        now: str | None = None,
        no_plugins: bool | None = None,
        overrides: _Json | None = None,
        channel: str | None = None,
    ) -> dict[str, Any]: ...
    def plan_text(self, what: Article | _Document, *, load: _Load | None = None, **options: Any) -> str: ...
    def sanitise(
        self,
        html: _Html,
        *,
        profile: _Profile | None = None,
        url: str | None = None,
        paragraphs: bool | None = None,
        accessible: bool | None = None,
        heading_base: int | None = None,
        max_bytes: int | None = None,
        repair: _Repair | None = None,
    ) -> str: ...
    def sanitise_told(self, html: _Html, **options: Any) -> tuple[str, str]: ...
    def strip(self, html: _Html) -> str: ...
    @property
    def diagnostics(self) -> list[dict[str, Any]]: ...
    @property
    def plugins(self) -> list[dict[str, Any]]: ...
    def close(self) -> None: ...
    def __enter__(self) -> Engine: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

class _Transaction:
    def __enter__(self) -> Collection: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

class Collection:
    def __init__(
        self, path: _Path, *, create: bool = False, readonly: bool = False, busy_ms: int = 0
    ) -> None: ...
    def put(self, article: Article, *, origin: str | None = None, stamp: str | None = None) -> None: ...
    def remove(self, id: str) -> None: ...
    def get(self, id: str) -> dict[str, Any]: ...
    def find(self, *, url: str | None = None, title: str | None = None) -> dict[str, Any] | None: ...
    def related(
        self,
        of: str | Article,
        *,
        limit: int | None = None,
        as_of: str | None = None,
        half_life_days: int | None = None,
        min_score: int | None = None,
        lang: str | None = None,
    ) -> list[dict[str, Any]]: ...
    def transaction(self) -> _Transaction: ...
    def __len__(self) -> int: ...
    def close(self) -> None: ...
    def __enter__(self) -> Collection: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

def plugin_path() -> str: ...
def sanitise(
    html: _Html,
    *,
    profile: _Profile | None = None,
    url: str | None = None,
    paragraphs: bool | None = None,
    accessible: bool | None = None,
    heading_base: int | None = None,
    max_bytes: int | None = None,
    repair: _Repair | None = None,
) -> str: ...
def strip(html: _Html) -> str: ...
def fill_holes(html: _Html, function: Callable[[str, Any], str | None]) -> str: ...
