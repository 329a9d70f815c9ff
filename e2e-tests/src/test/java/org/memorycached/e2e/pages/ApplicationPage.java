package org.memorycached.e2e.pages;

import org.openqa.selenium.WebDriver;

/** A page of a protected application. */
public final class ApplicationPage extends Page {

    public ApplicationPage(WebDriver browser) {
        super(browser);
    }

    public String signedInAs() {
        return textOf("signed-in-as");
    }

    public String name() {
        return textOf("app-name");
    }

    /** "heap copy", "local tier" or "central tier". */
    public String answeredBy() {
        return textOf("tier");
    }

    public String roles() {
        return textOf("roles");
    }

    public String attributes() {
        return textOf("attributes");
    }

    public String message() {
        return has("message") ? textOf("message") : "";
    }

    public ApplicationPage reload() {
        browser.navigate().refresh();
        return new ApplicationPage(browser);
    }

    /** Follows the link to the portal's sign-out page and confirms it there. */
    public LoginPage signOut() {
        leaveBy("sign-out");
        leaveBy("sign-out"); // the portal's button
        return new LoginPage(browser);
    }
}
