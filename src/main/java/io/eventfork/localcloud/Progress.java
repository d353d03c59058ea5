package io.eventfork.localcloud;

/** Tells a person what the local cloud is doing while they wait. Called from several threads. */
public interface Progress {

    /** One line, without line end. */
    void say(String line);
}
