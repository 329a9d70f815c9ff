package org.memorycached.e2e.pages;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/** What all pages have in common. */
public abstract class Page {

    protected final WebDriver browser;

    protected Page(WebDriver browser) {
        this.browser = browser;
    }

    /** The address in the address bar. */
    public String url() {
        return browser.getCurrentUrl();
    }

    public String title() {
        return browser.getTitle();
    }

    /** All that can be read on the page. */
    public String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    protected String textOf(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    protected boolean has(String id) {
        return !browser.findElements(By.id(id)).isEmpty();
    }

    protected void click(String id) {
        browser.findElement(By.id(id)).click();
    }

    protected void type(String id, String text) {
        WebElement field = browser.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    protected List<String> linksIn(String id) {
        return browser.findElement(By.id(id)).findElements(By.tagName("a")).stream()
                .map(link -> link.getDomAttribute("href"))
                .toList();
    }
}
