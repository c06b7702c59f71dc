/**
 * The console client, on the SDK alone. Starting points: {@link io.yizhan.client.console.ChatConsole} (options, exit
 * codes), {@link io.yizhan.client.console.Command} and {@link io.yizhan.client.console.CommandParser} (what can be
 * typed), {@link io.yizhan.client.console.CommandRunner} (what it does), {@link io.yizhan.client.console.ConsoleEvent}
 * (what is shown).
 */
@NullMarked
package io.yizhan.client.console;

import org.jspecify.annotations.NullMarked;
