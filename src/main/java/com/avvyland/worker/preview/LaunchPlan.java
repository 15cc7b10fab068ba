// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.config.PreviewsConfig.Gl;
import com.microsoft.playwright.BrowserType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how a browser is started.
 *
 * @param browser the program
 * @param gl which OpenGL it uses
 * @param sandbox whether Chromium's own sandbox is on
 * @param scenePort the loopback port that is all a page can reach
 */
record LaunchPlan(Path browser, Gl gl, boolean sandbox, int scenePort) {

    /** From launch to a live DevTools pipe; a cold start on a loaded machine was seen to take 3 s. */
    private static final double LAUNCH_MILLIS = 30_000;

    LaunchPlan withoutSandbox() {
        return new LaunchPlan(browser, gl, false, scenePort);
    }

    BrowserType.LaunchOptions options() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(browser)
                .setHeadless(true)
                .setChromiumSandbox(sandbox)
                .setArgs(arguments())
                .setEnv(Machine.browserEnvironment())
                // Ctrl-C reaches the whole process group; the worker drains first and then closes its browsers.
                .setHandleSIGINT(false)
                .setHandleSIGTERM(false)
                .setHandleSIGHUP(false)
                .setTimeout(LAUNCH_MILLIS);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(
                switch (gl) {
                    // EGL takes a GPU's driver where there is one, else Mesa's rasteriser: a third of SwiftShader's
                    // time.
                    case AUTO, EGL -> List.of("--use-angle=gl-egl", "--ignore-gpu-blocklist");
                    case VULKAN -> List.of("--use-angle=vulkan", "--ignore-gpu-blocklist");
                    case SWIFTSHADER -> List.of("--use-angle=swiftshader");
                });
        arguments.add("--use-gl=angle");
        // Whatever was asked for: slow pictures are better than none. GlNotice says so, doctor refuses it.
        arguments.add("--enable-unsafe-swiftshader");
        // A container's /dev/shm is 64 MB. Chromium of today asks for memfd; older ones go to TMPDIR with this.
        arguments.add("--disable-dev-shm-usage");
        // One name leads to the scene server; every other, and every literal address, leads nowhere.
        arguments.add(
                "--host-resolver-rules=MAP %s 127.0.0.1:%d, MAP * ~NOTFOUND".formatted(SceneServer.HOST, scenePort));
        arguments.add("--force-color-profile=srgb");
        arguments.add("--disable-background-networking");
        arguments.add("--no-proxy-server");
        // WebRTC to a literal address asks no resolver.
        arguments.add("--force-webrtc-ip-handling-policy=disable_non_proxied_udp");
        return List.copyOf(arguments);
    }
}
