package org.memorycached.e2e.pages;

import java.net.URI;
import org.openqa.selenium.WebDriver;

/** The portal: {@code portal.open().signInAs("dwho")}. */
public final class Portal {

    private final WebDriver browser;
    private final URI address;

    public Portal(WebDriver browser, URI address) {
        this.browser = browser;
        this.address = address;
    }

    /** Opens the portal as somebody who is not signed in. */
    public LoginPage open() {
        browser.get(address + "/");
        return new LoginPage(browser);
    }

    /** Opens the portal as somebody who is. */
    public MenuPage menu() {
        browser.get(address + "/");
        return new MenuPage(browser);
    }

    /** Opens the login page with this as the parameter {@code url}. */
    public LoginPage openWithReturnUrl(String encoded) {
        browser.get(address + "/login?url=" + encoded);
        return new LoginPage(browser);
    }
}
