// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.backend.Deviation;
import dev.baton.testkit.contract.board.ExternalBoardStoreContract;
import dev.baton.testkit.contract.job.JobAggregationContract;
import dev.baton.testkit.contract.job.JobDeletionContract;
import dev.baton.testkit.contract.job.JobOriginContract;
import dev.baton.testkit.contract.job.JobSearchContract;
import dev.baton.testkit.contract.job.JobStoreContract;
import dev.baton.testkit.contract.job.JobVisibilityContract;
import dev.baton.testkit.contract.job.JobWriteContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Tests the driver with the contracts of the job store. The contracts of the ports that a CIMI
 * server does not have do not apply. The contracts of labels and waits do not apply either: the
 * server stores neither, and {@link CimiBackendTest} checks that both are refused.
 */
final class CimiContractTest {

  private static final String IDS =
      "The server chooses the id of a job, and each job is added by a request of its own.";

  private static final String KEYS =
      "The server has no unique keys: an unfinished job with the same action and target counts as"
          + " the same job.";

  private static final String ATTRIBUTES =
      "The server has no attributes for retries, unique keys, origins, locations, results and"
          + " labels.";

  private static final String CLAIMS =
      "The server stores neither owner, token, attempt, failures nor takeovers of a job, and has no"
          + " history.";

  private static final String REVISION =
      "The server has no conditional writes: the time of the last write, in milliseconds, is the"
          + " revision.";

  private static final String CREATED = "The server sets the time at which a job was created.";

  private static final String ENDED = "The server stores no time at which a job ended.";

  private static final String CANCEL =
      "An edit that sets CANCELED is the operation cancel, which makes no other change.";

  private static final String LENGTH = "An edit sends a status message of any length.";

  private static final String RESULT =
      "An end without a message replaces the message by the result.";

  private static final String DELAYS =
      "Failed attempts are not repeated, and not-before has no effect.";

  private static final String REPORTS =
      "A report is sent without a look at the state of the job; the server refuses it only for a"
          + " final job.";

  private static final String RIGHTS =
      "The server searches with the rights of this process; afterwards only the jobs of the page"
          + " are checked against the rights of the caller.";

  private static final String UNFINISHED =
      "The server has no quotas, so no jobs are counted for an owner.";

  private static final String QUEUE =
      "The server posts the jobs itself, and an entry stays in the queue until an executor consumes"
          + " it.";

  private static final String PARKED =
      "Only a running bulk job with the tag monitor counts as parked, and a search finds all jobs"
          + " with that tag.";

  private static final String PROCESS =
      "Only the process that has a claim knows it, and only until it ends; the lock in ZooKeeper"
          + " keeps out the others.";

  private static final List<String> REASONS =
      List.of(
          IDS,
          KEYS,
          ATTRIBUTES,
          CLAIMS,
          REVISION,
          CREATED,
          ENDED,
          CANCEL,
          LENGTH,
          RESULT,
          DELAYS,
          REPORTS,
          RIGHTS,
          UNFINISHED,
          QUEUE,
          PARKED,
          PROCESS);

  /** The page lists the deviations for users. */
  @Test
  void reasons_areInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("../docs/nuvla.md")).replaceAll("\\s+", " ");
    assertThat(REASONS).allSatisfy(reason -> assertThat(page).contains(reason));
  }

  @Nested
  final class Store extends JobStoreContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(IDS, "add_takenId_addsNoneOfTheList", "add_sameIdTwiceInOneList_addsNone"),
          Deviation.of(
              KEYS,
              "add_uniqueKeyOfALiveJob_answersThatJob",
              "add_oneUniqueKeyFromManyThreads_addsOneJob",
              "replace_uniqueKeyOfALiveJob_isAConflict"),
          Deviation.of(
              ATTRIBUTES, "add_everyAttribute_isFoundAsPosted", "replace_everyAttribute_isStored"),
          Deviation.of(
              REVISION,
              "replace_everyWrite_raisesTheRevision",
              "replace_staleRevision_isAConflictAndChangesNothing",
              "replace_oneRevisionFromManyThreads_succeedsOnce"),
          Deviation.of(ENDED, "replace_toFinal_setsEndAndFullProgress"),
          Deviation.of(LENGTH, "replace_messageTooLong_losesItsMiddle"));
    }
  }

  @Nested
  final class Writes extends JobWriteContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(
              CLAIMS,
              "end_success_isFinal",
              "report_absentComponents_keepWhatIsThere",
              "retry_withoutDelay_isQueuedAndClaimedAsANewAttempt",
              "write_claimTakenOver_isRefusedAndChangesNothing",
              "write_fromManyThreads_everyJobEndsOnce"),
          Deviation.of(
              ATTRIBUTES, "report_location_isStoredForATakeoverAndForgottenByTheNextAttempt"),
          Deviation.of(REVISION, "report_everyComponent_isStored"),
          Deviation.of(RESULT, "end_failed_countsTheFailure"),
          Deviation.of(
              DELAYS,
              "retry_withDelay_isNotClaimedBeforeItsTime",
              "retry_notBeforeRemovedByAnEdit_isDueAtOnce"),
          Deviation.of(REPORTS, "write_jobQueuedAgainByAnEdit_isRefused"),
          Deviation.of(
              QUEUE,
              "retry_toPull_leavesTheBoardInPullMode",
              "park_runningJob_staysRunningOffTheBoard"));
    }
  }

  @Nested
  final class Deletion extends JobDeletionContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(
              KEYS,
              "delete_cancelledJobThatItsExecutorHasNotStopped_isRefusedAndKeepsTheKey",
              "delete_runningJobWithAUniqueKey_isRefusedUntilItEnded"));
    }
  }

  @Nested
  final class Origins extends JobOriginContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(ATTRIBUTES, "origin_everyComponent_isStoredAndNeverEdited"),
          Deviation.of(
              KEYS,
              "uniqueKey_ofAnotherOwner_isFree",
              "uniqueKeys_ofTwoOwnersInOneList_doNotMeet",
              "uniqueKey_ofDistribution_isApartFromThatOfItsOwner",
              "uniqueKey_afterOwnersWereEdited_staysWhereItWasPosted",
              "uniqueKey_ofJobCancelledWhileItRuns_isTakenUntilItsExecutorLetsGo",
              "uniqueKey_ofAJobThatAnExecutorHas_isNotFreedByAnEdit"),
          Deviation.of(PARKED, "parked_isFoundAndTagsOfUsersAreNot"),
          Deviation.of(UNFINISHED, "unfinished_countsWaitingAndRunningJobsOfTheOwner"));
    }
  }

  @Nested
  final class Search extends JobSearchContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(
              CREATED,
              "search_dates_compareAsMoments",
              "search_dateMaths_countsFromNow",
              "search_severalConditions_isNewestFirstAndWholeOnEachPage"),
          Deviation.of(ENDED, "search_afterAnEdit_seesItAtOnce"),
          Deviation.of(CANCEL, "search_insideAResult_findsWhatTheDocumentsSay"));
    }
  }

  @Nested
  final class Aggregations extends JobAggregationContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(CREATED, "numbers_ofDates_areMilliseconds"),
          Deviation.of(
              RIGHTS,
              "aggregations_coverTheMatchesAndNotTheWindow",
              "terms_ofWaitingJobs_countEachJobOnceForEachOfItsValues"));
    }
  }

  @Nested
  final class Visibility extends JobVisibilityContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(
              RIGHTS,
              "search_ofOneWhoSeesMetadata_findsNothingByOtherAttributes",
              "search_ofOneWhoSeesData_findsByDataAndNotByTheAcl",
              "aggregation_ofOneWhoSeesMetadata_countsNoValueOfOtherAttributes",
              "deleteAll_ofOneWhoSeesMetadata_findsNothingByOtherAttributes",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(payload!='{\"pin\":1234}')",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(payload=null)",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(state!='QUEUED')",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(state=null)",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(priority!=7)",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(result/free!=5)",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(result/free=null)",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(acl/owners!='user/alice')",
              "search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(tags='shown' and"
                  + " state!='QUEUED')"),
          Deviation.of(KEYS, "order_ofOneWhoSeesMetadata_isNotThatOfOtherAttributes"),
          Deviation.of(ATTRIBUTES, "search_label_isFoundByOneWhoSeesMetadata"));
    }
  }

  @Nested
  final class ExternalBoardStores extends ExternalBoardStoreContract {
    @Override
    protected BackendFixture open() {
      return new CimiFixture();
    }

    // Not a declared deviation: whether two threads start the same job is a matter of luck.
    @Override
    @Test
    @Disabled("the server has no conditional writes; the lock in ZooKeeper excludes the case")
    protected void start_fromManyThreads_isGrantedOnce() {}

    @Override
    protected List<Deviation> deviations() {
      return List.of(
          Deviation.of(
              QUEUE,
              "unposted_dueJobs_areInTheOrderOfTheBoard",
              "unposted_moreThanAskedFor_saysSo",
              "unposted_rareKindBehindMany_isNotHidden",
              "mark_posted_isNotUnpostedUntilUnmarked",
              "mark_jobThatIsEdited_isTakenAway",
              "outside_runningByAnEdit_isTold",
              "outside_bulkJobParkedByAnEdit_isNotTold",
              "elsewhere_pages_areAllThatIsPostedOrClaimedById"),
          Deviation.of(
              DELAYS,
              "unposted_whenDue_comesAndIsNotFresh",
              "start_several_areAnsweredInTheirOrderEachForItself"),
          Deviation.of(PARKED, "boardStates_ofAllPhases_areReturned"),
          Deviation.of(
              CLAIMS,
              "start_waitingJob_runsUnderTheTokenGiven",
              "start_claimedJob_needsTheTokenOfTheClaimThatEnded",
              "release_howAClaimEnded_decidesTheCountOfTakeovers",
              "release_newestClaim_waitsAgainMarkedAsPosted"),
          Deviation.of(
              PROCESS,
              "start_tokenNotGreaterThanAnyBefore_isStale",
              "start_jobThatAnEditMadeRunning_isResumed",
              "ended_claims_areThoseThatAreNotTheNewest"));
    }
  }
}
