package org.memorycached.e2e.pages;

import org.openqa.selenium.WebDriver;

/** The portal's page that asks whether to sign out, and says when that was not possible. */
public final class LogoutPage extends Page {

    public LogoutPage(WebDriver browser) {
        super(browser);
    }

    /** Signs out where that cannot be done now. */
    public LogoutPage confirm() {
        leaveBy("sign-out");
        return new LogoutPage(browser);
    }
}
