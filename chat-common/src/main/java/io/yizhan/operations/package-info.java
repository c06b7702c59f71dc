/**
 * What operators are told of a cluster and what they have it do, from a command line or over a gate:
 * {@link io.yizhan.operations.Health} says what is wrong, {@link io.yizhan.operations.LetterCalls} brings what concerns
 * dead letters to a worker.
 */
@NullMarked
package io.yizhan.operations;

import org.jspecify.annotations.NullMarked;
