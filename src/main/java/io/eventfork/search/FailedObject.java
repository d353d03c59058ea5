package io.eventfork.search;

/** The kinds of objects that a batch may leave in the bucket, by their prefixes. */
enum FailedObject {
    /** Documents that OpenSearch refused; the folder is the one that Data Firehose uses. */
    FAILED_DOCUMENTS("AmazonOpenSearchService_failed/"),
    /** Events that could not be transformed. */
    FAILED_PROCESSINGS("processing-failed/"),
    /** Every document, in the mode AllDocuments. */
    ALL_DOCUMENTS("");

    private final String folder;

    FailedObject(String folder) {
        this.folder = folder;
    }

    /** The part of the key before the date, with its slash. */
    String folder() {
        return folder;
    }
}
