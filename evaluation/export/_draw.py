"""The drawing process: one JSON request a line in, one JSON answer a line out, one browser kept for all of them."""

import base64
import json
import sys


def main() -> None:
    """Answer requests until the input ends."""
    import kaleido

    kaleido.start_sync_server(n=1, silence_warnings=True, timeout=50)
    for line in sys.stdin:
        request = json.loads(line)
        layout = request["figure"]["layout"]
        options = {
            "format": request["format"], "width": layout["width"], "height": layout["height"], "scale": request["scale"],
        }  # fmt: skip
        try:
            picture = kaleido.calc_fig_sync(request["figure"], opts=options)
            answer = {"picture": base64.b64encode(picture).decode()}
        except Exception as problem:  # whatever the browser met: the parent says it in words, this process lives on
            answer = {"error": repr(problem)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    kaleido.stop_sync_server(silence_warnings=True)


if __name__ == "__main__":
    main()
