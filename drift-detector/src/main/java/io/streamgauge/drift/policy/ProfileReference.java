package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.Reference;

/** The reference that a model brought with it, made when it is first asked for. */
public interface ProfileReference {

    /** Its version: the digest of the profile. */
    String id();

    /** The reference itself, whose {@link Reference#id} is this one's. */
    Reference reference();
}
