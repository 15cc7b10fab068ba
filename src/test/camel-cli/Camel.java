// SPDX-License-Identifier: Apache-2.0

/** Starts the Camel CLI, whose jars have no main class. */
void main(String[] args) {
    org.apache.camel.dsl.jbang.core.commands.CamelJBangMain.run(args);
}
