/**
 * A whole cluster on this machine with one command. Starting points: {@link io.yizhan.quickstart.QuickstartCommand} for
 * people, {@link io.yizhan.quickstart.Cluster} for tests.
 */
@NullMarked
package io.yizhan.quickstart;

import org.jspecify.annotations.NullMarked;
