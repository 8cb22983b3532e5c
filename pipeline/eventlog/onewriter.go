package eventlog

import (
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"wattlake/lake"
)

// writesTables reports whether those who consume the topic commit to tables that everybody shares.
func writesTables(topic lake.Topic) bool {
	return topic == lake.TopicParsed || topic == lake.TopicSilver
}

// oneWriter gives all partitions to one member of the group, and keeps it so while that member is there: members that commit
// to one table at the same time would only take versions from each other. When the member is gone another takes over.
type oneWriter struct{ kgo.GroupBalancer }

func newOneWriter() kgo.GroupBalancer { return oneWriter{kgo.CooperativeStickyBalancer()} }

// ProtocolName names the balancer among the members.
func (oneWriter) ProtocolName() string { return "wattlake-one-writer" }

// IsCooperative is false: the partitions move together.
func (oneWriter) IsCooperative() bool { return false }

// MemberBalancer makes ready for [oneWriter.Balance].
func (o oneWriter) MemberBalancer(members []kmsg.JoinGroupResponseMember) (kgo.GroupMemberBalancer, map[string]struct{}, error) {
	b, err := kgo.NewConsumerBalancer(o, members)
	return b, b.MemberTopics(), err
}

// Balance picks the member that has the most partitions already.
func (oneWriter) Balance(b *kgo.ConsumerBalancer, topics map[string]int32) kgo.IntoSyncAssignment {
	writer, most := (*kmsg.JoinGroupResponseMember)(nil), -1
	b.EachMember(func(member *kmsg.JoinGroupResponseMember, meta *kmsg.ConsumerMemberMetadata) {
		owned := 0
		for _, topic := range meta.OwnedPartitions {
			owned += len(topic.Partitions)
		}
		if owned > most {
			writer, most = member, owned
		}
	})
	plan := b.NewPlan()
	for topic, partitions := range topics {
		for partition := range partitions {
			plan.AddPartition(writer, topic, partition)
		}
	}
	return plan
}
