// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static com.avvyland.worker.config.PreviewsConfig.Gl.AUTO;
import static com.avvyland.worker.config.PreviewsConfig.Gl.EGL;
import static com.avvyland.worker.config.PreviewsConfig.Gl.SWIFTSHADER;
import static com.avvyland.worker.config.PreviewsConfig.Gl.VULKAN;
import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.config.PreviewsConfig.Gl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GlBackendTest {

    private static final String LLVMPIPE =
            "ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.6 256 bits), OpenGL ES 3.2 Mesa 22.3.6)";
    private static final String CHROMIUMS =
            "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)";
    private static final String CARD = "ANGLE (NVIDIA Corporation, NVIDIA H100 PCIe/PCIe/SSE2, OpenGL ES 3.2)";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {LLVMPIPE + ";LLVMPIPE", CHROMIUMS + ";SWIFTSHADER", CARD + ";GPU"})
    void isNamedByWhatWebGlSays(String renderer, GlBackend backend) {
        assertThat(GlBackend.of(renderer)).isEqualTo(backend);
    }

    @ParameterizedTest
    @EnumSource(Gl.class)
    void hasNothingToSayOfAGpu(Gl asked) {
        assertThat(GlBackend.GPU.complaint(asked, true)).isEmpty();
    }

    @Test
    void saysThatAGpuIsThereAndIdle() {
        assertThat(GlBackend.LLVMPIPE.complaint(AUTO, true).orElseThrow()).contains("not a GPU");
        assertThat(GlBackend.LLVMPIPE.complaint(AUTO, false)).isEmpty();
    }

    @Test
    void saysThatVulkanWasAskedForAndTheProcessorRenders() {
        assertThat(GlBackend.LLVMPIPE.complaint(VULKAN, false)).isPresent();
        assertThat(GlBackend.SWIFTSHADER.complaint(VULKAN, false)).isPresent();
    }

    @Test
    void saysWhatASilentFallBackCosts() {
        assertThat(GlBackend.SWIFTSHADER.complaint(AUTO, false).orElseThrow()).contains("three times");
        assertThat(GlBackend.SWIFTSHADER.complaint(EGL, false)).isPresent();
        assertThat(GlBackend.SWIFTSHADER.complaint(SWIFTSHADER, false)).isEmpty();
    }
}
