package io.yizhan.server;

import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.state.StateManager;

/**
 * What the sessions of a worker need of the others.
 *
 * @param members of groups, who are online here
 */
record SessionParts(StateManager states, SessionLocator locator, OnlineMembers members) {}
