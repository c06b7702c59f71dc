package io.yizhan.server.auth;

import chat.v2.LoginRequest;
import java.util.concurrent.CompletionStage;

/** Decides who may log in. Never blocks or throws; a failed stage means that nobody knows (UNAVAILABLE). */
public interface Authenticator {
    CompletionStage<LoginResult> authenticate(LoginRequest request);
}
