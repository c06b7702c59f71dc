/** A whole cluster on this machine with one command. */
@NullMarked
package io.yizhan.quickstart;

import org.jspecify.annotations.NullMarked;
