package io.yizhan.server.archive;

import io.yizhan.identity.UserId;
import java.util.concurrent.CompletionStage;

/** Which users exist. Known ones are remembered; the stage is complete at once for them. Never blocks or throws. */
public interface UserDirectory {
    CompletionStage<Boolean> exists(UserId user);
}
