package org.memorycached.e2e.pages;

import org.openqa.selenium.WebDriver;

/** The portal's login form. */
public final class LoginPage extends Page {

    public LoginPage(WebDriver browser) {
        super(browser);
    }

    /** Signs in as a demo user, whose password is the name, to see the menu. */
    public MenuPage signInAs(String user) {
        submit(user, user);
        return new MenuPage(browser);
    }

    /** Signs in to get back to the application that asked for it. */
    public ApplicationPage signInToReturnAs(String user) {
        submit(user, user);
        return new ApplicationPage(browser);
    }

    /** Tries to sign in with a password that is wrong. */
    public LoginPage signInWrongly(String user, String password) {
        submit(user, password);
        return new LoginPage(browser);
    }

    private void submit(String user, String password) {
        type("username", user);
        type("password", password);
        leaveBy("sign-in");
    }

    public boolean isShown() {
        return has("username") && has("password") && has("sign-in");
    }

    public String error() {
        return has("error") ? textOf("error") : "";
    }

    public String message() {
        return has("message") ? textOf("message") : "";
    }
}
