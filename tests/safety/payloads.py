"""What an attacker would write into a record, a claim, a chapter or an address."""

from __future__ import annotations

RUN = "window.pwned=1;alert(1)"

PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<a href=javascript:{RUN} autofocus onfocus={RUN}>x</a>",
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror={RUN}>",
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' style='position:fixed;inset:0",
    f"</td></tr></table><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"<details open ontoggle={RUN}>x</details>",
    f"<style>@import 'x';</style><body onload={RUN}>",
    f'<math><mi xlink:href="javascript:{RUN}">x</mi></math>',
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    f"[x](javascript:{RUN}) <object data=javascript:{RUN}>",
    f"*`<img src=x onerror={RUN}>`* $x$ |a|b| \u202e<embed src=javascript:{RUN}>",
]
