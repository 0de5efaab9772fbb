"""Writes down how every request was answered, so that the test can tell whether all operations were reached."""

import schemathesis

ANSWERS = open("answers.txt", "w", encoding="utf-8", buffering=1)


@schemathesis.hook
def after_call(context, case, response):
    ANSWERS.write(f"{response.status_code} {response.request.method} {case.operation.path}\n")
