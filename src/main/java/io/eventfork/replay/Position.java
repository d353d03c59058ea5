package io.eventfork.replay;

import io.eventfork.backup.BackupObjects.Found;

/**
 * A place in a backup: so many lines of one object, and all objects before it. Immutable.
 *
 * @param folder the place of the object's listing
 * @param key the object's key; empty at the beginning
 * @param line how many of its lines are done
 */
record Position(int folder, String key, long line) {

    static final Position BEGINNING = new Position(0, "", 0);

    /** Whether a line of an object, the first being 1, is done. */
    boolean covers(Found object, long lineOfIt) {
        if (object.folder() == folder && object.key().equals(key)) {
            return lineOfIt <= line;
        }
        return object.isBefore(folder, key);
    }
}
