#if Desk
    internal import HufuPictures

    /// The texts of problems that a person at the page can meet, in simplified Chinese.
    extension Problem {
        typealias Texts = (title: String, advice: String)

        /// `nil` for errors that only programs meet, such as those of JSON.
        var simplifiedChinese: Texts? {
            switch error {
            case let error as RequestError: Self.simplifiedChinese(error.reason)
            case let error as PictureError: Self.simplifiedChinese(error.reason)
            default: nil
            }
        }

        private static func simplifiedChinese(_ reason: RequestError.Reason) -> Texts {
            switch reason {
            case .requestInvalid: ("请求不符合此路径的要求", "请按 /openapi.json 的说明发送。")
            case .tokenMissing: ("此核验台需要访问令牌", "请以 `Authorization: Bearer TOKEN` 发送。")
            case .tokenWrong: ("这不是此核验台的访问令牌", "请向核验台的管理员索取。")
            case .originForeign: ("请求来自其他来源的页面", "请在核验台显示的地址打开页面。")
            case .notFound: ("此路径不存在", "可用的路径见 /openapi.json。")
            case .methodNotAllowed: ("此路径不支持该方法", "请使用 Allow 字段中的方法。")
            case .tooSlow: ("请求正文未按时到达", "请一次发送完毕，或检查网络。")
            case .bodyTooLarge: ("请求正文过大", "请只发送一份扫描文本，或只含二维码的图片。")
            case .typeUnsupported:
                ("此路径不接受这种类型的正文", "文本请用 text/plain，图片请用 image/png 或 image/jpeg。")
            case .hostUnknown: ("此核验台没有该主机名", "请使用核验台显示的地址，或以该主机名启动核验台。")
            case .failed: ("请求未能得到答复", "请重试；管理员可在日志中查看原因。")
            }
        }

        private static func simplifiedChinese(_ reason: PictureError.Reason) -> Texts {
            switch reason {
            case .formatUnknown: ("文件不是 PNG 或 JPEG 图片", "请将图片存为 PNG 或 JPEG。")
            case .tooLarge: ("图片过大", "请缩小图片，或只截取含二维码的部分。")
            case .invalid: ("图片已损坏", "请重新拍摄或重新发送图片。")
            case .codeMissing: ("图片中没有找到二维码", "请正对二维码重新拍摄：对焦清晰、无反光，并拍下整个二维码及其空白边。")
            case .timedOut: ("未能在限定时间内读完图片", "请缩小图片，或只截取含二维码的部分。")
            case .helperFailed: ("读取图片的进程出错", "请另拍一张除二维码外内容尽量少的图片。")
            case .helperMissing: ("读取图片的进程无法启动", "请管理员检查该程序能否启动。")
            case .busy: ("等待读取的图片过多", "请稍后重试。")
            case .cancelled: ("图片的读取已取消", "请重试。")
            }
        }
    }
#endif
