"""Links are found where people end them, and lead where they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.session.links import find_links, to_href


def found(text: str) -> list[tuple[str, str]]:
    """Return each link as shown and as followed."""
    return [(text[start:end], href) for start, end, href in find_links(text)]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("mira https://example.org.", [("https://example.org", "https://example.org/")]),
        ("(http://a.es/b_(c)) y", [("http://a.es/b_(c)", "http://a.es/b_(c)")]),
        (
            "HTTPS://Example.ORG/Ñ?q=ñ#f",
            [("HTTPS://Example.ORG/Ñ?q=ñ#f", "https://example.org/%C3%91?q=%C3%B1#f")],
        ),
        ("https://españa.es/", [("https://españa.es/", "https://xn--espaa-rta.es/")]),
        ("«http://[::1]:8080/x»", [("http://[::1]:8080/x", "http://[::1]:8080/x")]),
        (
            "http://a.es/%41 http://b.es",
            [("http://a.es/%41", "http://a.es/%41"), ("http://b.es", "http://b.es/")],
        ),
    ],
)
def test_links_are_cut_out_and_written_anew(text: str, links: list[tuple[str, str]]) -> None:
    """The sentence's punctuation stays outside; what is followed is re-serialised."""
    assert found(text) == links


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org",
        "http://",
        "http://-x/",
        "http://user:password@example.org/",
        "http://example.org:99999/",
        "http://[::1/",
        "http://exam\u202eple.org/",
        "http://" + "a" * 70 + "." + "b" * 300,
        "xhttp://example.org",
    ],
)
def test_what_should_not_be_followed_is_no_link(url: str) -> None:
    """Other schemes, disguised hosts and broken ones stay text."""
    assert to_href(url) == ""


@given(st.text(max_size=60))
def test_nothing_after_the_scheme_raises(rest: str) -> None:
    """Whatever stands where an address should, it is a link or it is not."""
    href = to_href(f"https://{rest}")

    assert href == "" or (href.startswith("https://") and href.isascii() and " " not in href)
