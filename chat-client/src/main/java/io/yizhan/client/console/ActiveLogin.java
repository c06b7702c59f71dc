package io.yizhan.client.console;

import io.yizhan.client.ChatClient;
import io.yizhan.identity.UserId;

/** A user who is logged in here. */
record ActiveLogin(UserId user, ChatClient client, DeliveryMarks marks) {}
