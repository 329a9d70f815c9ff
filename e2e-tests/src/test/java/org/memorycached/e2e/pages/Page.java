package org.memorycached.e2e.pages;

import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What all pages have in common. */
public abstract class Page {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    /** Clicks what leads to another page, and returns when this one is gone. */
    protected void leaveBy(String id) {
        WebElement element = browser.findElement(By.id(id));
        element.click();
        new WebDriverWait(browser, PATIENCE).until(driver -> isGone(element));
    }

    /** Between two pages Chrome has a second way of saying it, which Selenium does not know as one. */
    private static boolean isGone(WebElement element) {
        try {
            element.isEnabled();
            return false;
        } catch (StaleElementReferenceException e) {
            return true;
        } catch (WebDriverException e) {
            if (String.valueOf(e.getMessage()).contains("does not belong to the document")) {
                return true;
            }
            throw e;
        }
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
