// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig;
import com.avvyland.worker.task.Bytes;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Pictures models with model-viewer, in a page of its own in the browser that the worker uses, without a network. Each pixel is
 * the mean of four of its, four samples each: what is left of the difference is not the edges.
 */
final class TestingModelViewer implements AutoCloseable {

    private final Path folder;
    private final HttpServer http;
    private final Playwright playwright;
    private final Browser browser;
    private final Page page;
    private final List<String> said = new ArrayList<>();
    private int models;

    /** Start a page. @param folder holds peer.html, peer.js and node_modules */
    TestingModelViewer(Path folder) {
        this.folder = folder.toAbsolutePath();
        http = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                this.folder,
                SimpleFileServer.OutputLevel.NONE);
        http.start();
        PreviewsConfig config = TestingPreviews.config(1, java.time.Duration.ofSeconds(60));
        var plan = new LaunchPlan(
                Chromium.require(config),
                config.gl(),
                !Machine.isRoot(),
                http.getAddress().getPort());
        List<String> arguments = new ArrayList<>(plan.arguments());
        arguments.removeIf(argument -> argument.startsWith("--host-resolver-rules"));
        arguments.add("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        NodeJs.require(false).toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
        browser = playwright.chromium().launch(plan.options().setArgs(arguments));
        page = browser.newPage(
                new Browser.NewPageOptions().setDeviceScaleFactor(2).setViewportSize(1280, 1280));
        page.onConsoleMessage(message -> said.add(message.text()));
        page.onPageError(said::add);
        page.setDefaultTimeout(30_000);
        open();
    }

    /** Start the page anew: a model whose numbers are none leaves its camera nowhere. */
    void open() {
        page.navigate("http://127.0.0.1:" + http.getAddress().getPort() + "/peer.html");
        try {
            page.waitForFunction("() => globalThis.picture");
        } catch (RuntimeException e) {
            throw new IllegalStateException("model-viewer: did not start " + said, e);
        }
    }

    /** Take a model, to be pictured until the next one comes. */
    String publish(byte[] glb) throws IOException {
        String name = "model" + ++models + ".glb";
        Files.write(folder.resolve(name), glb);
        return name;
    }

    TestingPixels picture(String model, TestingOrbit orbit, String environment, double exposure) {
        Map<String, Object> request = orbit.request();
        request.putAll(Map.of("src", "/" + model, "environment", environment, "exposure", exposure));
        said.clear();
        try {
            String png = (String) page.evaluate("request => globalThis.picture(request)", request);
            return halved(TestingPixels.of(Bytes.of(Base64.getDecoder().decode(png))));
        } catch (RuntimeException e) {
            throw new IllegalStateException("model-viewer: " + e.getMessage() + " " + said, e);
        }
    }

    /** Takes the mean of four pixels, weighted by what they cover. */
    private static TestingPixels halved(TestingPixels large) {
        BufferedImage from = large.image();
        var to = new BufferedImage(from.getWidth() / 2, from.getHeight() / 2, BufferedImage.TYPE_INT_ARGB);
        for (int at = 0; at < to.getWidth() * to.getHeight(); at++) {
            int x = at % to.getWidth();
            int y = at / to.getWidth();
            int[] sums = new int[4];
            for (int corner = 0; corner < 4; corner++) {
                int argb = from.getRGB(2 * x + corner % 2, 2 * y + corner / 2);
                int alpha = argb >>> 24;
                sums[0] += alpha;
                for (int c = 1; c < 4; c++) {
                    sums[c] += (argb >> 24 - 8 * c & 255) * alpha;
                }
            }
            int argb = Math.round(sums[0] / 4f) << 24;
            for (int c = 1; c < 4 && sums[0] > 0; c++) {
                argb |= Math.round((float) sums[c] / sums[0]) << 24 - 8 * c;
            }
            to.setRGB(x, y, argb);
        }
        return new TestingPixels(to);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        http.stop(0);
    }
}
