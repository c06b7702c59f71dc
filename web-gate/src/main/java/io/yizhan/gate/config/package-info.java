/** The gate's settings, each part for its owner. Defaults and explanations stand in {@code application.yml}. */
@NullMarked
package io.yizhan.gate.config;

import org.jspecify.annotations.NullMarked;
