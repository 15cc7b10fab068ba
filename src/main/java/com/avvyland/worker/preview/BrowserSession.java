// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.google.gson.JsonElement;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ViewportSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one browser process with its one page, from launch to death; never repaired, only replaced.
 *
 * <p>Everything but {@link #kill} belongs to the thread that started it.
 */
final class BrowserSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrowserSession.class);

    /** For the page to load Three.js and bake its light; half a second when quiet. */
    private static final double PAGE_MILLIS = 30_000;

    private final Browser browser;
    private final Page page;
    private final Optional<ProcessHandle> process;
    private final String glRenderer;
    private final boolean sandboxed;
    private final String workbench;
    private @Nullable Page kept;

    private BrowserSession(
            Browser browser,
            Page page,
            Optional<ProcessHandle> process,
            String glRenderer,
            boolean sandboxed,
            String workbench) {
        this.browser = browser;
        this.page = page;
        this.process = process;
        this.glRenderer = glRenderer;
        this.sandboxed = sandboxed;
        this.workbench = workbench;
    }

    /** Launch a browser and wait until its page can render. */
    static BrowserSession start(Playwright playwright, LaunchPlan plan, SceneServer scene) {
        Launched launched = launch(playwright, plan);
        Browser browser = launched.browser();
        try {
            Optional<ProcessHandle> process = processOf(browser);
            Page page = open(newContext(browser), scene.page(), "scene");
            String glRenderer = page.evaluate("() => scene.facts().gl").toString();
            LOG.info("{} {} renders with {}", plan.browser().getFileName(), browser.version(), glRenderer);
            return new BrowserSession(browser, page, process, glRenderer, launched.sandboxed(), scene.workbench());
        } catch (RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    /** Render one request of the page's {@code scene.render}. */
    SceneReply render(Map<String, Object> request) {
        return SceneReply.of(page.evaluate("request => scene.render(request)", request));
    }

    /**
     * Call a function of a workbench page: of one that is kept, or of one for this call alone.
     *
     * <p>A context is a process of its own: what a loader leaves behind, a changed prototype or 2 GB, ends with it.
     */
    @Nullable
    Object atWorkbench(PageJob job, Map<String, Object> request) {
        if (!job.alone()) {
            return call(workbench(), job.tool(), request);
        }
        try (BrowserContext context = newContext(browser)) {
            return call(open(context, workbench, "workbench"), job.tool(), request);
        }
    }

    /** Return the workbench page that is kept. */
    Page workbench() {
        Page page = kept;
        if (page == null) {
            page = open(newContext(browser), workbench, "workbench");
            kept = page;
        }
        return page;
    }

    private static @Nullable Object call(Page page, String tool, Map<String, Object> request) {
        return page.evaluate("([tool, request]) => workbench[tool](request)", List.of(tool, request));
    }

    /** Return the page, for tests that try to break out of it. */
    Page page() {
        return page;
    }

    /** Return the browser's own process, when it could be asked for it. */
    Optional<ProcessHandle> process() {
        return process;
    }

    /** Return the browser's version. */
    String version() {
        return browser.version();
    }

    /** Tell whether Chromium's own sandbox is round its processes. */
    boolean sandboxed() {
        return sandboxed;
    }

    /** Return what WebGL says it really renders with. */
    String glRenderer() {
        return glRenderer;
    }

    /**
     * End the browser and its children at once; any thread may call it, and a pending call into the page then fails.
     *
     * <p>The whole browser, since what hangs may be its GPU process, where a new page would hang as well.
     *
     * @return whether there was a process to end
     */
    boolean kill() {
        process.ifPresent(Processes::kill);
        return process.isPresent();
    }

    @Override
    public void close() {
        try {
            browser.close();
        } catch (PlaywrightException e) {
            LOG.debug("browser was gone already: {}", brief(String.valueOf(e.getMessage())));
        }
    }

    private static BrowserContext newContext(Browser browser) {
        return browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(new ViewportSize(64, 64))
                .setDeviceScaleFactor(1)
                .setServiceWorkers(com.microsoft.playwright.options.ServiceWorkerPolicy.BLOCK)
                .setAcceptDownloads(false));
    }

    private static Page open(BrowserContext context, String address, String global) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> LOG.debug("page: {}", brief(message.text())));
        page.onPageError(error -> LOG.warn("page: {}", brief(error)));
        page.navigate(address, new Page.NavigateOptions().setTimeout(PAGE_MILLIS));
        page.waitForFunction(
                "name => globalThis[name]", global, new Page.WaitForFunctionOptions().setTimeout(PAGE_MILLIS));
        return page;
    }

    private record Launched(Browser browser, boolean sandboxed) {}

    private static Launched launch(Playwright playwright, LaunchPlan plan) {
        try {
            return new Launched(playwright.chromium().launch(plan.options()), plan.sandbox());
        } catch (PlaywrightException e) {
            if (!plan.sandbox() || !String.valueOf(e.getMessage()).contains("sandbox")) {
                throw e;
            }
            LOG.warn("Chromium's sandbox is not available here (user namespaces are refused); starting without it");
            return new Launched(
                    playwright.chromium().launch(plan.withoutSandbox().options()), false);
        }
    }

    private static Optional<ProcessHandle> processOf(Browser browser) {
        var devTools = browser.newBrowserCDPSession();
        try {
            var processes = devTools.send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo");
            return StreamSupport.stream(processes.spliterator(), false)
                    .map(JsonElement::getAsJsonObject)
                    .filter(process -> process.get("type").getAsString().equals("browser"))
                    .map(process -> process.get("id").getAsLong())
                    .findFirst()
                    .flatMap(ProcessHandle::of);
        } finally {
            devTools.detach();
        }
    }

    private static String brief(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }
}
