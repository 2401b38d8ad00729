// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.wire;

import dev.baton.job.Posted;
import dev.baton.wire.Forms.*;

/** Every call of the protocol. */
public final class Calls {

  // Jobs, their logs and their history.
  public static final Call<AddBatch, Outcomes> ADD =
      Call.of("jobs", "add", AddBatch.class, Outcomes.class).forAdmins();
  public static final Call<JobRef, FoundJob> FIND =
      Call.of("jobs", "find", JobRef.class, FoundJob.class);
  public static final Call<FoundJob, FoundJob> REPLACE =
      Call.of("jobs", "replace", FoundJob.class, FoundJob.class).forAdmins();
  public static final Call<JobRef, Flag> DELETE =
      Call.of("jobs", "delete", JobRef.class, Flag.class).forAdmins();
  public static final Call<DeleteAll, Count> DELETE_ALL =
      Call.of("jobs", "delete-all", DeleteAll.class, Count.class).forAdmins();
  public static final Call<Search, Page> SEARCH =
      Call.of("jobs", "search", Search.class, Page.class).forAdmins();
  public static final Call<Text, Count> UNFINISHED =
      Call.of("jobs", "unfinished", Text.class, Count.class).forAdmins();
  public static final Call<Nothing, Text> STORE_IDENTITY =
      Call.of("jobs", "store-identity", Nothing.class, Text.class);
  public static final Call<ReadLog, LogLines> READ_LOG =
      Call.of("log", "read", ReadLog.class, LogLines.class);
  public static final Call<MarkedLine, OptionalText> LAST_MARK =
      Call.of("log", "last-mark", MarkedLine.class, OptionalText.class);
  public static final Call<JobRef, Events> EVENTS_OF =
      Call.of("history", "of", JobRef.class, Events.class);
  public static final Call<EventsAfter, Events> EVENTS_AFTER =
      Call.of("history", "after", EventsAfter.class, Events.class).forAdmins();
  public static final Call<Nothing, Count> LATEST_EVENT =
      Call.of("history", "latest", Nothing.class, Count.class).forAdmins();

  public static final Call<JobRef, FoundLogbook> LOGBOOK =
      Call.of("logbook", "find", JobRef.class, FoundLogbook.class);
  public static final Call<ReadSteps, FlowSteps> FLOW_STEPS =
      Call.of("logbook", "transitions", ReadSteps.class, FlowSteps.class);
  public static final Call<JobRef, Flag> DELETE_LOGBOOK =
      Call.of("logbook", "delete", JobRef.class, Flag.class).forAdmins();

  // What holders of claims do.
  public static final Call<WorkBatch, Outcomes> WORK =
      Call.of("work", "carry-out", WorkBatch.class, Outcomes.class);

  // What a running job does with other jobs, with the rights of its owners.
  public static final Call<PostChildren, Answers> POST_CHILDREN =
      Call.of("run", "post", PostChildren.class, Answers.class);
  public static final Call<PostAwaited, Posted> POST_AWAITED =
      Call.of("run", "post-awaited", PostAwaited.class, Posted.class);
  public static final Call<OtherJob, FoundJob> FIND_OTHER =
      Call.of("run", "find", OtherJob.class, FoundJob.class);
  public static final Call<SearchOthers, Page> SEARCH_OTHERS =
      Call.of("run", "search", SearchOthers.class, Page.class);
  public static final Call<EditOther, FoundJob> EDIT_OTHER =
      Call.of("run", "edit", EditOther.class, FoundJob.class);
  public static final Call<Operate, FoundJob> OPERATE =
      Call.of("run", "operate", Operate.class, FoundJob.class);
  public static final Call<SignalOther, FoundJob> SIGNAL_OTHER =
      Call.of("run", "signal", SignalOther.class, FoundJob.class);
  public static final Call<OtherJob, Nothing> DELETE_OTHER =
      Call.of("run", "delete", OtherJob.class, Nothing.class);
  public static final Call<DeleteOthers, Count> DELETE_OTHERS =
      Call.of("run", "delete-all", DeleteOthers.class, Count.class);
  public static final Call<OtherJob, FoundLogbook> FLOW_OF_OTHER =
      Call.of("run", "flow", OtherJob.class, FoundLogbook.class);
  public static final Call<JobRef, Nothing> TELL_PARENT =
      Call.of("run", "tell-parent", JobRef.class, Nothing.class);

  // The board.
  public static final Call<Stay, Trust> JOIN = Call.of("board", "join", Stay.class, Trust.class);
  public static final Call<Stay, Renewed> RENEW =
      Call.of("board", "renew", Stay.class, Renewed.class);
  public static final Call<AskClaims, Granted> CLAIM =
      Call.of("board", "claim", AskClaims.class, Granted.class);
  public static final Call<Stay, HeldClaims> HELD =
      Call.of("board", "held", Stay.class, HeldClaims.class);
  public static final Call<Stay, Nothing> LEAVE =
      Call.of("board", "leave", Stay.class, Nothing.class);
  public static final Call<Nothing, Moment> NEXT_DUE =
      Call.of("board", "next-due", Nothing.class, Moment.class);
  public static final Call<Window, Postings> POSTINGS =
      Call.of("board", "postings", Window.class, Postings.class).forAdmins();
  public static final Call<Nothing, Reconciled> RECONCILE =
      Call.of("board", "reconcile", Nothing.class, Reconciled.class).forAdmins();

  // The others.
  public static final Call<Await, Counter> AWAIT =
      Call.of("signals", "await", Await.class, Counter.class);
  public static final Call<Contend, Terms> CONTEND =
      Call.of("election", "contend", Contend.class, Terms.class).forAdmins();
  public static final Call<TermForm, Nothing> RESIGN =
      Call.of("election", "resign", TermForm.class, Nothing.class).forAdmins();
  public static final Call<Names, Leaders> LEADERS =
      Call.of("election", "leaders", Names.class, Leaders.class).forAdmins();
  public static final Call<Nothing, States> DISTRIBUTIONS =
      Call.of("distributions", "all", Nothing.class, States.class).forAdmins();
  public static final Call<SaveState, Nothing> SAVE_DISTRIBUTION =
      Call.of("distributions", "save", SaveState.class, Nothing.class).forAdmins();
  public static final Call<Beat, Questions> BEAT =
      Call.of("roster", "beat", Beat.class, Questions.class);
  public static final Call<Text, Nothing> LEAVE_ROSTER =
      Call.of("roster", "leave", Text.class, Nothing.class);
  public static final Call<SeenWithin, Members> MEMBERS =
      Call.of("roster", "members", SeenWithin.class, Members.class);
  public static final Call<Ask, Text> ASK =
      Call.of("roster", "ask", Ask.class, Text.class).forAdmins();
  public static final Call<Reply, Nothing> ANSWER =
      Call.of("roster", "answer", Reply.class, Nothing.class);
  public static final Call<Text, OptionalText> ANSWER_TO =
      Call.of("roster", "answer-to", Text.class, OptionalText.class).forAdmins();
  public static final Call<Nothing, KnownActions> KNOWN_ACTIONS =
      Call.of("actions", "all", Nothing.class, KnownActions.class);
  public static final Call<Provide, Nothing> PROVIDE_ACTIONS =
      Call.of("actions", "provide", Provide.class, Nothing.class).forAdmins();
  public static final Call<Text, Flag> FORGET_ACTION =
      Call.of("actions", "forget", Text.class, Flag.class).forAdmins();
  public static final Call<Nothing, Text> CHECK =
      Call.of("server", "check", Nothing.class, Text.class);

  private Calls() {}
}
