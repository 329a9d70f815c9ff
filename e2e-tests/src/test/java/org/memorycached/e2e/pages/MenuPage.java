package org.memorycached.e2e.pages;

import java.util.List;
import org.openqa.selenium.WebDriver;

/** The portal's menu of applications. */
public final class MenuPage extends Page {

    public MenuPage(WebDriver browser) {
        super(browser);
    }

    public String signedInAs() {
        return textOf("signed-in-as");
    }

    public List<String> applications() {
        return linksIn("applications");
    }

    public LoginPage signOut() {
        leaveBy("sign-out");
        return new LoginPage(browser);
    }
}
