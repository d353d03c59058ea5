package io.eventfork.stream;

/** Where an application begins that has never read a stream. */
public enum StartingPosition {
    /** With what arrives from the moment on in which it first finds the stream. */
    LATEST,
    /** With the oldest record that the stream keeps. */
    TRIM_HORIZON
}
