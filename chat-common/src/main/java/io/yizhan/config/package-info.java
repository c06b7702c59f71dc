/** Reads a program's settings: defaults, file, environment, command line; all errors at once. */
@NullMarked
package io.yizhan.config;

import org.jspecify.annotations.NullMarked;
