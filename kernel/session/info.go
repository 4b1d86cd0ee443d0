package session

import "github.com/spawnlab/spawnlab/kernel/protocol"

func (s *Session) kernelInfo(*request) (protocol.Content, error) {
	l := s.eval.Language()
	reply := protocol.KernelInfoReply{
		Status:                protocol.OK,
		ProtocolVersion:       protocol.Version,
		Implementation:        s.config.Implementation,
		ImplementationVersion: s.config.Version,
		Banner:                l.Banner,
		LanguageInfo: protocol.LanguageInfo{
			Name: l.Name, Version: l.Version, MIMEType: l.MIMEType, FileExtension: l.FileExtension,
			Lexer: l.Lexer, CodeMirror: l.CodeMirror, Exporter: l.Exporter,
		},
	}
	for _, h := range l.HelpLinks {
		reply.HelpLinks = append(reply.HelpLinks, protocol.HelpLink{Text: h[0], URL: h[1]})
	}
	return reply, nil
}
