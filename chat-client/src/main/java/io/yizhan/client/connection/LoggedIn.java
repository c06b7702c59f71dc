package io.yizhan.client.connection;

import chat.v2.LoginResponse;

/** A connection on which the worker has said yes. */
record LoggedIn(ServerConnection connection, LoginResponse response) {}
