// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.projection.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.avvyland.worker.task.Angle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ViewPhrasesTest {

    private static final List<String> NAMES = ViewPhrases.NAMES;
    private static final ViewPhrases VIEWS =
            PromptPacks.of(Path.of("prompts")).find("default").texts().views();

    @Test
    void hasAPhraseForEveryNameOfTheWireContract() throws IOException {
        String angle = Files.readAllLines(Path.of("docs/wire.cddl")).stream()
                .filter(line -> line.startsWith("angle ="))
                .findFirst()
                .orElseThrow();
        List<String> named = Pattern.compile("\"([a-z_]+)\"")
                .matcher(angle)
                .results()
                .map(name -> name.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(6).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(named.stream().map(name -> VIEWS.phrase(Angle.parse(name)))).doesNotHaveDuplicates();
        assertThat(named.stream().map(name -> VIEWS.phrase(Angle.parse(name))))
                .noneMatch(phrase -> phrase.contains("azimuth"));
    }

    /** Where the object's parts are is computed from the camera's axes, turned as the renderer turns it: yaw, then pitch. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void saysWhereTheFrontAndTheObjectsOwnLeftAreInThePicture(String name) {
        Angle view = Angle.parse(name);
        String phrase = VIEWS.phrase(view);
        double yaw = Math.toRadians(view.yaw());
        double pitch = Math.toRadians(view.pitch());
        double frontX = -Math.sin(yaw);
        double frontY = -Math.cos(yaw) * Math.sin(pitch);
        double frontFaces = Math.cos(yaw) * Math.cos(pitch);
        double ownLeftX = Math.cos(yaw);
        double ownLeftFaces = Math.sin(yaw) * Math.cos(pitch);
        says(phrase, "front of the object points to the (?:left|right) edge", Math.abs(frontX) > 0.9);
        says(phrase, "front of the object points to the left edge", frontX < -0.9);
        says(phrase, "front of the object points to the lower edge", frontY < -0.9);
        says(phrase, "front of the object points to the upper edge", frontY > 0.9);
        says(phrase, "own left hand is at the right edge", Math.abs(frontFaces) > 0.9 && ownLeftX > 0.9);
        says(phrase, "own left hand is at the left edge", Math.abs(frontFaces) > 0.9 && ownLeftX < -0.9);
        says(phrase, "profile of the side at the object's own left hand", ownLeftFaces > 0.9);
        says(phrase, "profile of the side at the object's own right hand", ownLeftFaces < -0.9);
        says(phrase, "towards the side at the object's own left hand", ownLeftFaces > 0.1 && ownLeftFaces < 0.9);
        says(phrase, "front points to the lower left", frontX < -0.1 && frontX > -0.9 && frontY < -0.1);
    }

    @ParameterizedTest
    @CsvSource({
        "'0,0', 0, 0",
        "'-0,-0', 0, 0",
        "'-0.1,0.1', 359.9, 0.1",
        "'-360,90', 0, 90",
        "'360,-90', 0, -90",
        "'-90,0', 270, 0",
        "'045.500,7', 45.5, 7",
        "'100,-20', 100, -20",
        "'0.001,0.001', 0.001, 0.001"
    })
    void writesDegreesPlainly(String view, String yaw, String pitch) {
        assertThat(VIEWS.phrase(Angle.parse(view)))
                .contains("azimuth " + yaw + " degrees (")
                .contains("elevation " + pitch + " degrees (");
    }

    private static void says(String phrase, String words, boolean expected) {
        assertThat(Pattern.compile(words).matcher(phrase).find())
                .as("%s: %s", words, phrase)
                .isEqualTo(expected);
    }
}
