package io.eventfork.runtime.routes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that is wrong with a set of route files.
 *
 * @param places where it may be put right, the likeliest first; never empty
 * @param reason one line for people
 */
public record Fault(List<Place> places, String reason) {

    /** A place in a route file; line and column count from 1, 0 if not known. */
    public record Place(String file, int line, int column) {

        public Place(String file, int line) {
            this(file, line, 0);
        }

        @Override
        public String toString() {
            return line > 0 ? file + ":" + line : file;
        }
    }

    public Fault {
        places = List.copyOf(places);
    }

    static Fault at(String file, int line, String reason) {
        return new Fault(List.of(new Place(file, line)), reason);
    }

    /** The first of its places that lies in one of some files. */
    Optional<Place> placeIn(Set<String> files) {
        return places.stream().filter(place -> files.contains(place.file())).findFirst();
    }
}
