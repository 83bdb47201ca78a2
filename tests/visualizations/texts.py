"""Texts that documents may contain and that no page may take for anything but text."""

from hypothesis import strategies as st

HOSTILE = (
    "<img src=x onerror=\"document.title='gone'\">",
    "</script><script>document.title='gone'</script>",
    "</style><svg onload=\"document.title='gone'\">",
    "<!-- <script>",
    "]]></desc><script>alert(1)</script>",
    "\u202egnihtemos\u202c",
    "\u2067א\u2069 \u200f\u200e",
    "href=javascript:document.title='gone'",
    "&lt;b&gt; &#60; \\u003c",
    "{{ 7 * 7 }} {% raw %}",
    "'\"`${document.title='gone'}\u2028\u2029",
    "字" * 10_000,
    "w" * 10_000,
)
#: Texts a graph can hold; half of them contain something hostile.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.builds(
        "{}{}".format, st.sampled_from(HOSTILE[:-2]), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    ),
)
