// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks that a class's package has a {@code package-info.java} of its own. */
final class HavePackageInfo extends ArchCondition<JavaClass> {

    HavePackageInfo() {
        super("live in a package with a package-info.java");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Path info = Path.of("src/main/java", type.getPackageName().split("\\.")).resolve("package-info.java");
        if (!Files.exists(info) && !type.getPackageName().endsWith(".proto")) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + ": no " + info));
        }
    }
}
