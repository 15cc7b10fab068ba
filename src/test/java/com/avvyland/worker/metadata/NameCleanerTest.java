// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameCleanerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "Node_0",
                "node.12",
                "Sketchfab_model",
                "Sketchfab_Scene",
                "RootNode",
                "Cube.001",
                "Cube",
                "Sphere_3",
                "mesh0",
                "Mesh 12",
                "Scene",
                "root",
                "Armature",
                "Object_7",
                "Group1",
                "1",
                "a",
                "____",
                "GLTF_SceneRootNode",
                "default",
                "Material.001",
                "model.glb",
                "untitled.fbx",
            })
    void findsNothingInNamesThatAToolGave(String name) {
        assertThat(NameCleaner.words(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "fox1, fox",
        "Hose_low, Hose",
        "RubberWood_low, Rubber Wood",
        "SheenCloth_mesh, Sheen Cloth",
        "Cesium_Man-effect, Cesium Man",
        "my old chair.fbx, my old chair",
        "USBStick_LOD0, USB Stick",
        "Root_Vegetable, Root Vegetable",
        "Wooden Box.001, Wooden Box",
        "Füchsin, Füchsin",
        "レコード盤, レコード盤",
        "猫, 猫",
    })
    void findsTheWordsThatWereMeant(String name, String words) {
        assertThat(String.join(" ", NameCleaner.words(name))).isEqualTo(words);
    }

    @Test
    void dropsWhatDoesNotPrintAndBoundsTheRest() {
        assertThat(NameCleaner.words("Ev\u202eil\u0000 La\u001bmp")).containsExactly("Evil", "Lamp");
        assertThat(String.join(" ", NameCleaner.words("word ".repeat(100_000)))).hasSizeLessThanOrEqualTo(256);
    }
}
