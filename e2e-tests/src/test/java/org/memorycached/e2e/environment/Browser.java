package org.memorycached.e2e.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with an empty profile. */
public final class Browser implements AutoCloseable {

    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final List<String> OTHER_PLACES = List.of(
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser; without one on this machine the test is skipped and says so. */
    public static Browser start() {
        Optional<Path> program = find();
        Required.assume(
                Required.BROWSER,
                program.isPresent(),
                "no Chromium or Chrome (Debian: apt-get install chromium chromium-driver)");
        // A driver beside the browser is used as it is; otherwise Selenium looks for one.
        onPath("chromedriver").ifPresent(path -> System.setProperty("webdriver.chrome.driver", path.toString()));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program.orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // Chromium's sandbox does not run as root, in containers
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--window-size=1280,900");
        return new Browser(new ChromeDriver(options));
    }

    private static Optional<Path> find() {
        return Stream.concat(
                        PROGRAMS.stream().flatMap(name -> onPath(name).stream()),
                        OTHER_PLACES.stream().map(Path::of).filter(Files::isExecutable))
                .findFirst();
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public WebDriver driver() {
        return driver;
    }

    /** The session cookie, as the browser keeps it for the page that is open. */
    public Optional<Cookie> sessionCookie() {
        return Optional.ofNullable(driver.manage().getCookieNamed("sso_session"));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
