package io.seatlog.signin;

import java.util.List;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/** The HTML of the one page that people see. Every value in it is escaped; it has no script and no inline style. */
final class SignInPage {
    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>%s · Seatlog</title>
              <link rel="icon" href="/icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/sign-in.css">
            </head>
            <body>
              <header><img src="/icon.svg" alt="" width="28" height="28"> Seatlog</header>
              <main>
            %s  </main>
            </body>
            </html>
            """;
    private static final String FORM = """
                <form class="card" method="post" action="%s">
                  <h1>Sign in</h1>
            %s      <input type="hidden" name="%s" value="%s">
                  <div class="field">
                    <label for="name">Name</label>
                    <input id="name" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" \
            maxlength="64" required autofocus>
                  </div>
                  <div class="field">
                    <label for="password">Password</label>
                    <input id="password" name="password" type="password" autocomplete="current-password" \
            maxlength="200" required>
                  </div>
                  <button type="submit">Sign in</button>
                </form>
            """;
    private static final String ALERT = """
                  <p class="why" role="alert">%s</p>
            """;
    private static final String ACCOUNTS = """
                <section class="card" aria-labelledby="accounts">
                  <h2 id="accounts">Demo accounts</h2>
                  <p class="hint"><code>./seatlog up</code> prints the password.</p>
                  <ul>
            %s      </ul>
                </section>
            """;
    private static final String ACCOUNT = """
                    <li><strong>%s</strong> <span class="person">%s</span> <span class="roles">%s</span></li>
            """;
    private static final String MESSAGE = """
                <section class="card">
                  <h1>%s</h1>
                  <p>%s</p>
                </section>
            """;

    private final String accounts;

    SignInPage(List<SignedIn> accounts) {
        this.accounts = accounts.isEmpty() ? "" : ACCOUNTS.formatted(list(accounts));
    }

    String form(Interrupted interrupted, Interrupted.Notice notice, CsrfToken csrf) {
        var alert = notice.text().isEmpty() ? "" : ALERT.formatted(escaped(notice.text()));
        var form = FORM.formatted(escaped(interrupted.form()), alert, escaped(csrf.getParameterName()),
                escaped(csrf.getToken()));
        return FRAME.formatted("Sign in", form + accounts);
    }

    String message(String title, String text) {
        return FRAME.formatted(escaped(title), MESSAGE.formatted(escaped(title), escaped(text)));
    }

    private static String list(List<SignedIn> accounts) {
        var lines = new StringBuilder();
        for (var account : accounts) {
            lines.append(ACCOUNT.formatted(escaped(account.name()), escaped(account.displayName()),
                    escaped(String.join(", ", account.roles()))));
        }
        return lines.toString();
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
