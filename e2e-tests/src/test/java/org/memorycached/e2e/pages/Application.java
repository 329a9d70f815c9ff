package org.memorycached.e2e.pages;

import java.net.URI;
import org.openqa.selenium.WebDriver;

/** A protected application: {@code app1.open("/?a=b")}. */
public final class Application {

    private final WebDriver browser;
    private final URI address;

    public Application(WebDriver browser, URI address) {
        this.browser = browser;
        this.address = address;
    }

    /** Opens a page as somebody whom the application knows. */
    public ApplicationPage open(String path) {
        browser.get(address + path);
        return new ApplicationPage(browser);
    }

    /** Opens a page as somebody who has to sign in first. */
    public LoginPage openSignedOut(String path) {
        browser.get(address + path);
        return new LoginPage(browser);
    }
}
