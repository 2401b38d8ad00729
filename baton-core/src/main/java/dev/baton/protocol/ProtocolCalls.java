// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import dev.baton.job.PostResult;
import dev.baton.protocol.Messages.*;

/** The list of the protocol calls, in which server and client find a call by its name. */
public final class ProtocolCalls {

  // Jobs, their logs, histories and logbooks.
  public static final ProtocolCall<AddBatch, CallResults> ADD =
      ProtocolCall.of("jobs", "add", AddBatch.class, CallResults.class).forAdmins();
  public static final ProtocolCall<JobRef, FoundJob> FIND =
      ProtocolCall.of("jobs", "find", JobRef.class, FoundJob.class);
  public static final ProtocolCall<FoundJob, FoundJob> REPLACE =
      ProtocolCall.of("jobs", "replace", FoundJob.class, FoundJob.class).forAdmins();
  public static final ProtocolCall<JobRef, FlagReply> DELETE =
      ProtocolCall.of("jobs", "delete", JobRef.class, FlagReply.class).forAdmins();
  public static final ProtocolCall<DeleteAll, CountReply> DELETE_ALL =
      ProtocolCall.of("jobs", "delete-all", DeleteAll.class, CountReply.class).forAdmins();
  public static final ProtocolCall<SearchJobsRequest, SearchReply> SEARCH =
      ProtocolCall.of("jobs", "search", SearchJobsRequest.class, SearchReply.class).forAdmins();
  public static final ProtocolCall<TextMessage, CountReply> UNFINISHED =
      ProtocolCall.of("jobs", "unfinished", TextMessage.class, CountReply.class).forAdmins();
  public static final ProtocolCall<EmptyMessage, TextMessage> STORE_IDENTITY =
      ProtocolCall.of("jobs", "store-identity", EmptyMessage.class, TextMessage.class);
  public static final ProtocolCall<ReadLog, LogLineList> READ_LOG =
      ProtocolCall.of("log", "read", ReadLog.class, LogLineList.class);
  public static final ProtocolCall<LastMarkRequest, OptionalTextMessage> LAST_POSITION =
      ProtocolCall.of("log", "last-mark", LastMarkRequest.class, OptionalTextMessage.class);
  public static final ProtocolCall<JobRef, JobEvents> EVENTS_OF =
      ProtocolCall.of("history", "of", JobRef.class, JobEvents.class);
  public static final ProtocolCall<EventsAfter, JobEvents> EVENTS_AFTER =
      ProtocolCall.of("history", "after", EventsAfter.class, JobEvents.class).forAdmins();
  public static final ProtocolCall<EmptyMessage, CountReply> LATEST_EVENT =
      ProtocolCall.of("history", "latest", EmptyMessage.class, CountReply.class).forAdmins();

  public static final ProtocolCall<JobRef, FoundLogbook> LOGBOOK =
      ProtocolCall.of("logbook", "find", JobRef.class, FoundLogbook.class);
  public static final ProtocolCall<ReadFlowTransitions, FlowTransitionList> FLOW_STEPS =
      ProtocolCall.of(
          "logbook", "transitions", ReadFlowTransitions.class, FlowTransitionList.class);
  public static final ProtocolCall<JobRef, FlagReply> DELETE_LOGBOOK =
      ProtocolCall.of("logbook", "delete", JobRef.class, FlagReply.class).forAdmins();

  // Claim writes.
  public static final ProtocolCall<ClaimWriteRequests, CallResults> CLAIM_WRITES =
      ProtocolCall.of("work", "execute", ClaimWriteRequests.class, CallResults.class);

  // Calls by which a running job uses other jobs, with the rights of its owners.
  public static final ProtocolCall<PostChildren, PostResults> POST_CHILDREN =
      ProtocolCall.of("run", "post", PostChildren.class, PostResults.class);
  public static final ProtocolCall<PostAwaitedChild, PostResult> POST_AWAITED =
      ProtocolCall.of("run", "post-awaited", PostAwaitedChild.class, PostResult.class);
  public static final ProtocolCall<OtherJobRef, FoundJob> FIND_OTHER =
      ProtocolCall.of("run", "find", OtherJobRef.class, FoundJob.class);
  public static final ProtocolCall<SearchOthers, SearchReply> SEARCH_OTHERS =
      ProtocolCall.of("run", "search", SearchOthers.class, SearchReply.class);
  public static final ProtocolCall<EditOther, FoundJob> EDIT_OTHER =
      ProtocolCall.of("run", "edit", EditOther.class, FoundJob.class);
  public static final ProtocolCall<OperateOnJob, FoundJob> OPERATE =
      ProtocolCall.of("run", "operate", OperateOnJob.class, FoundJob.class);
  public static final ProtocolCall<SignalOther, FoundJob> SIGNAL_OTHER =
      ProtocolCall.of("run", "signal", SignalOther.class, FoundJob.class);
  public static final ProtocolCall<OtherJobRef, EmptyMessage> DELETE_OTHER =
      ProtocolCall.of("run", "delete", OtherJobRef.class, EmptyMessage.class);
  public static final ProtocolCall<DeleteOthers, CountReply> DELETE_OTHERS =
      ProtocolCall.of("run", "delete-all", DeleteOthers.class, CountReply.class);
  public static final ProtocolCall<OtherJobRef, FoundLogbook> FLOW_OF_OTHER =
      ProtocolCall.of("run", "flow", OtherJobRef.class, FoundLogbook.class);
  public static final ProtocolCall<JobRef, EmptyMessage> NOTIFY_PARENT =
      ProtocolCall.of("run", "notify-parent", JobRef.class, EmptyMessage.class);

  // The board.
  public static final ProtocolCall<SessionRef, LeaseTrust> JOIN =
      ProtocolCall.of("board", "join", SessionRef.class, LeaseTrust.class);
  public static final ProtocolCall<SessionRef, RenewReply> RENEW =
      ProtocolCall.of("board", "renew", SessionRef.class, RenewReply.class);
  public static final ProtocolCall<ClaimRequest, ClaimReply> CLAIM =
      ProtocolCall.of("board", "claim", ClaimRequest.class, ClaimReply.class);
  public static final ProtocolCall<SessionRef, HeldClaimsReply> HELD_CLAIMS =
      ProtocolCall.of("board", "held", SessionRef.class, HeldClaimsReply.class);
  public static final ProtocolCall<SessionRef, EmptyMessage> LEAVE =
      ProtocolCall.of("board", "leave", SessionRef.class, EmptyMessage.class);
  public static final ProtocolCall<SessionRef, FlagReply> END_DEAD_SESSION =
      ProtocolCall.of("board", "end-dead", SessionRef.class, FlagReply.class);
  public static final ProtocolCall<EmptyMessage, MomentReply> NEXT_DUE =
      ProtocolCall.of("board", "next-due", EmptyMessage.class, MomentReply.class);
  public static final ProtocolCall<PageRequest, BoardPostings> POSTINGS =
      ProtocolCall.of("board", "postings", PageRequest.class, BoardPostings.class).forAdmins();
  public static final ProtocolCall<EmptyMessage, ReconcileReply> RECONCILE =
      ProtocolCall.of("board", "reconcile", EmptyMessage.class, ReconcileReply.class).forAdmins();

  // Long polls, elections, distributions, members, actions and the check of the server.
  public static final ProtocolCall<LongPollRequest, LongPollCount> LONG_POLL =
      ProtocolCall.of("signals", "await", LongPollRequest.class, LongPollCount.class);
  public static final ProtocolCall<StandByRequest, StandByReply> STAND_BY =
      ProtocolCall.of("signals", "stand-by", StandByRequest.class, StandByReply.class);
  public static final ProtocolCall<Contend, Terms> CONTEND =
      ProtocolCall.of("election", "contend", Contend.class, Terms.class).forAdmins();
  public static final ProtocolCall<TermMessage, EmptyMessage> RESIGN =
      ProtocolCall.of("election", "resign", TermMessage.class, EmptyMessage.class).forAdmins();
  public static final ProtocolCall<ElectionNames, Leaders> LEADERS =
      ProtocolCall.of("election", "leaders", ElectionNames.class, Leaders.class).forAdmins();
  public static final ProtocolCall<EmptyMessage, DistributionStates> DISTRIBUTIONS =
      ProtocolCall.of("distributions", "all", EmptyMessage.class, DistributionStates.class)
          .forAdmins();
  public static final ProtocolCall<SaveDistributionState, EmptyMessage> SAVE_DISTRIBUTION =
      ProtocolCall.of("distributions", "save", SaveDistributionState.class, EmptyMessage.class)
          .forAdmins();
  public static final ProtocolCall<Heartbeat, Questions> HEARTBEAT =
      ProtocolCall.of("members", "beat", Heartbeat.class, Questions.class);
  public static final ProtocolCall<TextMessage, EmptyMessage> LEAVE_MEMBER_REGISTRY =
      ProtocolCall.of("members", "leave", TextMessage.class, EmptyMessage.class);
  public static final ProtocolCall<MembersRequest, MemberList> MEMBERS =
      ProtocolCall.of("members", "members", MembersRequest.class, MemberList.class);
  public static final ProtocolCall<PostQuestion, TextMessage> POST_QUESTION =
      ProtocolCall.of("members", "ask", PostQuestion.class, TextMessage.class).forAdmins();
  public static final ProtocolCall<AnswerQuestion, EmptyMessage> ANSWER =
      ProtocolCall.of("members", "answer", AnswerQuestion.class, EmptyMessage.class);
  public static final ProtocolCall<TextMessage, OptionalTextMessage> ANSWER_TO =
      ProtocolCall.of("members", "answer-to", TextMessage.class, OptionalTextMessage.class)
          .forAdmins();
  public static final ProtocolCall<EmptyMessage, KnownActionList> KNOWN_ACTIONS =
      ProtocolCall.of("actions", "all", EmptyMessage.class, KnownActionList.class);
  public static final ProtocolCall<ProvideActions, EmptyMessage> PROVIDE_ACTIONS =
      ProtocolCall.of("actions", "provide", ProvideActions.class, EmptyMessage.class).forAdmins();
  public static final ProtocolCall<TextMessage, FlagReply> DELETE_ACTION =
      ProtocolCall.of("actions", "forget", TextMessage.class, FlagReply.class).forAdmins();
  public static final ProtocolCall<EmptyMessage, TextMessage> CHECK =
      ProtocolCall.of("server", "check", EmptyMessage.class, TextMessage.class);

  private ProtocolCalls() {}
}
