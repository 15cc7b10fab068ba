// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.task.FailureCode;
import com.avvyland.worker.task.TaskFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CssColorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transparent          | rgba(0, 0, 0, 0.0000)",
                "#fff                 | rgba(255, 255, 255, 1.0000)",
                "#1a2B3c              | rgba(26, 43, 60, 1.0000)",
                "#0008                | rgba(0, 0, 0, 0.5333)",
                "#11223380            | rgba(17, 34, 51, 0.5020)",
                "RGB( 1 , 20, 255 )   | rgba(1, 20, 255, 1.0000)",
                "rgba(1,2,3,0.25)     | rgba(1, 2, 3, 0.2500)",
                "rgba(1,2,3,.5)       | rgba(1, 2, 3, 0.5000)",
                "WhiteSmoke           | rgba(245, 245, 245, 1.0000)"
            })
    void readsColours(String text, String css) {
        assertThat(CssColor.parse(text).css()).isEqualTo(css);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#12",
                "#12345",
                "#gggggg",
                "rgb(256, 0, 0)",
                "rgb(1, 2)",
                "rgb(1, 2, 3, 1.5)",
                "rgb(-1, 2, 3)",
                "rgb(１, 2, 3)",
                "url(http://169.254.169.254/)",
                "red; background: url(x)",
                "var(--x)",
                "red\u0000",
                "hsl(1, 2%, 3%)",
                "expression(alert(1))",
                "\"});fetch('http://127.0.0.1:1')//"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> CssColor.parse(text))
                .isInstanceOfSatisfying(
                        TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PAYLOAD))
                .hasMessageStartingWith("preview.background: ");
    }

    @Test
    void boundsTheMessage() {
        assertThatThrownBy(() -> CssColor.parse("#".repeat(1_000_000)))
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void mixesWithWhiteForFormatsWithoutTransparency() {
        assertThat(CssColor.TRANSPARENT.onWhite()).isEqualTo(CssColor.WHITE);
        assertThat(CssColor.parse("rgba(0,0,0,0.5)").onWhite()).isEqualTo(new CssColor(128, 128, 128, 1));
        assertThat(CssColor.parse("navy").onWhite()).isEqualTo(CssColor.parse("navy"));
    }
}
